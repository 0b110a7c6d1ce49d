"""What stewards are reminded of that rests on several features: enterprises left alone, and first contacts."""
