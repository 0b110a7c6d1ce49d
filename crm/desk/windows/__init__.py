"""申报窗口: when each title is applied for, and who could apply."""
