"""Logistic regression with an l2 penalty: two classes in `binary`, any number in `multiclass`."""
