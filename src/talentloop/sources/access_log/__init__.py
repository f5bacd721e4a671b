"""Access logs of web servers: common and combined log format, with or without the host in front."""

from .log import AccessLog

SOURCE = AccessLog()
