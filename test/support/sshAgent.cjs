// Unit tests run as if there were an SSH agent, so that hosts need no key in tests that are not about keys.
process.env.SSH_AUTH_SOCK = "/run/no-agent.sock";
