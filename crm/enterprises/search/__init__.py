"""Finding an enterprise by what people remember of it."""
