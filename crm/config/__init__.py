"""The files of `config/` and the environment, read strictly as frozen values."""
