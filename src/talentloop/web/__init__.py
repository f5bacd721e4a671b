"""The learning loop on screen: one server with the web app, the collector's face and the jobs behind them."""
