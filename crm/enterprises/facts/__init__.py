"""Facts the rules ask about: tables, forms, lists, and the dossier and columns made of them."""
