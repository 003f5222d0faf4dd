"""Xiangyi's screen half: declared pages over published builds."""
