"""The laws of the house as tests over everything that exists; what single features do is tested elsewhere."""
