# In place of connection.sh, unread.sh and entry.sh in user data: where an instance starts, nobody has connected, and there
# is no daemon yet that could have left a change unread.
#
# Gives: find_connection, name_connection, look_at_unread.

find_connection() {
    serving='' connection=
}

name_connection() {
    connection_spec=user=root,host=127.0.0.1,addr=127.0.0.1,laddr=127.0.0.1,lport=22
}

look_at_unread() { :; }
