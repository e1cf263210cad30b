"""The make-believe district 望舒区: what the demo and the tests inspect. It knows no rule and no crawler."""
