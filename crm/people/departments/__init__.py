"""The responsible units (责任单位): their codes, their people, their end."""
