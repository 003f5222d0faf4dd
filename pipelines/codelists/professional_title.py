"""Professional titles of health staff. The role is the level the title is of (code list title_level)."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

PROFESSIONAL_TITLE = CodeList(
    name="professional_title",
    title=Text("职称名称", "Professional title"),
    codes=(
        Code("rural_general_assistant", Text("乡村全科助理医师", "Rural general assistant"), role="junior"),
        Code("assistant_doctor", Text("医士", "Assistant doctor"), role="junior"),
        Code("resident", Text("住院医师", "Resident doctor"), ("医师（职称）",), role="junior"),
        Code("attending", Text("主治医师", "Attending doctor"), ("主治医生",), role="intermediate"),
        Code("associate_chief", Text("副主任医师", "Associate chief doctor"), role="associate_senior"),
        Code("chief", Text("主任医师", "Chief doctor"), role="senior"),
        Code("junior_nurse", Text("护士", "Junior nurse"), role="junior"),
        Code("nurse", Text("护师", "Nurse"), role="junior"),
        Code("nurse_in_charge", Text("主管护师", "Nurse in charge"), role="intermediate"),
        Code("associate_chief_nurse", Text("副主任护师", "Associate chief nurse"), role="associate_senior"),
        Code("chief_nurse", Text("主任护师", "Chief nurse"), role="senior"),
        Code("junior_pharmacist", Text("药士", "Junior pharmacist"), role="junior"),
        Code("pharmacist", Text("药师", "Pharmacist"), role="junior"),
        Code("pharmacist_in_charge", Text("主管药师", "Pharmacist in charge"), role="intermediate"),
        Code("associate_chief_pharmacist", Text("副主任药师", "Associate chief pharmacist"), role="associate_senior"),
        Code("chief_pharmacist", Text("主任药师", "Chief pharmacist"), role="senior"),
        Code("junior_technician", Text("技士", "Junior technician"), role="junior"),
        Code("technician", Text("技师", "Technician"), role="junior"),
        Code("technician_in_charge", Text("主管技师", "Technician in charge"), role="intermediate"),
        Code("associate_chief_technician", Text("副主任技师", "Associate chief technician"), role="associate_senior"),
        Code("chief_technician", Text("主任技师", "Chief technician"), role="senior"),
    ),
)
