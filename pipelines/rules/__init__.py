"""Rules of data quality, by dimension; the marts quality_* make their tests."""
