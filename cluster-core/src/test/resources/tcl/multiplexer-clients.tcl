# Clients of a multiplexer, driven by lines on standard input; answers with one line each.
#
#   connect NAME PORT        -> ok | error ...
#   puts NAME TEXT           -> ok | error ...      with an end of line
#   chunk NAME HEX           -> ok | error ...      bytes as they are
#   gets NAME                -> got TEXT | eof      waits for a line
#   read NAME COUNT          -> got HEX | eof       waits for so many bytes
#   close NAME               -> ok
fconfigure stdout -buffering line

proc connect {name port} {
    set ::sockets($name) [socket 127.0.0.1 $port]
    fconfigure $::sockets($name) -translation binary -buffering full
    return ok
}

proc puts_line {name text} {
    puts $::sockets($name) $text
    flush $::sockets($name)
    return ok
}

proc chunk {name hex} {
    puts -nonewline $::sockets($name) [binary decode hex $hex]
    flush $::sockets($name)
    return ok
}

proc gets_line {name} {
    if {[gets $::sockets($name) line] < 0} {
        return eof
    }
    return "got $line"
}

proc read_bytes {name count} {
    set bytes [read $::sockets($name) $count]
    if {[string length $bytes] < $count} {
        return eof
    }
    return "got [binary encode hex $bytes]"
}

proc close_socket {name} {
    close $::sockets($name)
    return ok
}

array set commands {
    connect connect puts puts_line chunk chunk gets gets_line read read_bytes close close_socket
}
while {[gets stdin line] >= 0} {
    if {[catch {{*}[lreplace $line 0 0 $commands([lindex $line 0])]} answer]} {
        set answer "error $answer"
    }
    puts $answer
}
