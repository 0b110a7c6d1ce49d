"""What a cell says: characters, amounts, counts, days, codes and words, each read on its own."""
