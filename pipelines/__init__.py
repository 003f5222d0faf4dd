"""Xiangyi's data half: workbooks in, one published build and its indicators out."""
