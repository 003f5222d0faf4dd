"""What an area keeps beside its careers, one module a topic: frames by dataset, in the names and codes of the declarations."""
