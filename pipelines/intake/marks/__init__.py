"""The parts of a workbook file that marking adds to or takes from: everything else is copied as it is."""
