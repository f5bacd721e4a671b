"""What the web app remembers beside the clients' folders: accounts, agencies, who may do what, and work in hand."""
