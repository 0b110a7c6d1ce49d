"""What would be judged if some facts were others: the supposition, its form and its pages."""
