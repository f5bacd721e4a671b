"""Taking up an invitation: the link makes the account, or gives somebody who has one another role."""
