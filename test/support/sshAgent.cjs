// The unit tests run as if an SSH agent was there, so that a host needs no key where a test is not about keys.
process.env.SSH_AUTH_SOCK = "/run/no-agent.sock";
