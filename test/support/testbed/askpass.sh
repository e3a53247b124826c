#!/bin/sh
# Answers ssh's question for a password.
printf '%s\n' "$HOST_PASSWORD"
