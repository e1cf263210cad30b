"""When the rows of a list were published: the articles behind them, and when we first saw them."""
