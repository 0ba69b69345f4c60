# Decodes frames with the original's own packets: tclsh decode-frames.tcl DIR-OF-TCL-CLUSTER
#
# Input: one frame a line, in hexadecimal. Output for each: the number of packets found, then each packet as a dict in
# which a line break is written as \n and raw in hexadecimal. An error goes to the error output, as it does in a running member.

set home [lindex $argv 0]
::tcl::tm::path add [file join $home tcl-modules]
source [file join $home cluster utils packet.tcl]

# A member that is no packet's sender and every packet's receiver.
proc receiver {method args} {
  return [expr {$method eq "sid" ? "-" : 1}]
}

proc Quoted {word} {
  return [string map {
    \\ \\\\ \{ \\\{ \} \\\} \[ \\\[ \] \\\] \" \\\" \$ \\\$ ; \\; " " "\\ " \t \\t \n \\n \r \\r
  } $word]
}

bpacket create stream ::frames

proc found {packet args} {
  set decoded [::cluster::packet::decode $packet receiver]
  if {[dict exists $decoded raw]} {
    dict set decoded raw [binary encode hex [dict get $decoded raw]]
  }
  lappend ::packets $decoded
}
::frames event found

while {[gets stdin line] >= 0} {
  set ::packets [list]
  ::frames append [binary decode hex $line]
  # The stream hands packets over from the event loop.
  set ::turn 0
  after 5 {set ::turn 1}
  vwait ::turn
  # A packet is not quoted by braces, in which \n would be no line break.
  puts "[llength $::packets] [join [lmap packet $::packets {Quoted $packet}]]"
  flush stdout
}
