"""What is said of a setting of site.toml, for its reader and for the manual."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.core.text import Text


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting `name` of a section. A name in capitals stands for names that are free: INDICATOR, CONTRACT, GROUP.

    `default` is shown to people ("" : it must be given, or there is none), `example` is a value as site.toml has it, in the
    section `within` where the section's own name is free. `is_row`: one of a list of [[section]].
    """

    section: str
    name: str
    meaning: Text
    default: Text
    example: str
    within: str = ""
    as_name: str = ""
    is_row: bool = False

    @property
    def heading(self) -> str:
        """The setting as people name it: `[norms] kit`, `[[roots]] code`."""
        return f"[[{self.section}]] {self.name}" if self.is_row else f"[{self.section}] {self.name}"

    @property
    def is_free(self) -> bool:
        """Its name is a kind of name, not a name."""
        return self.name.isupper()
