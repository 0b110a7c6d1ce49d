"""Users, roles, departments, sessions and sign-in."""
