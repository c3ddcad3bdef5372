"""The MCP door: the service's calls as tools for assistants, over stdio or HTTP."""
