"""What an import has to say afterwards: the reasons of its findings, its report, and the rows it gives back."""
