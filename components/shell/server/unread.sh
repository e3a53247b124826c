# What somebody else has written to sshd's files and the running daemon has not read yet: a reload would take it up.
#
# Needs: answer (sshd.sh), pid, begun and undo (journal.sh). Gives: look_at_unread.

look_at_unread() { :; }
