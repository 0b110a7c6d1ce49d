"""申报窗口: announced by files and by notices that two managers entered, and the list that is made when one opens."""
