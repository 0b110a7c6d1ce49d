"""Measures entered on a page: one person enters, another approves, and whom it changes is seen before."""
