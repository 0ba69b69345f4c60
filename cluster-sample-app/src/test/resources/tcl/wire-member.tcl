# A small member in Tcl, written from the wire format's description: joins, shows itself, answers queries without a
# name over the connection they came by with "tcl:" and their data, leaves at the end of its input.
#
#   tclsh wire-member.tcl GROUP PORT HID TAGS
#
# Prints READY sid, then MEMBER sid tags for each other member it hears of, and QUERY sid data for each query.
package require udp

namespace eval ::wire {
  variable fields {
    1 {varint type} 2 {varint channel} 3 {string hid} 4 {string sid} 5 {varint known} 6 {varint timestamp}
    7 {list protocols} 8 {string ruid} 9 {string op} 10 {string data} 11 {string raw} 12 {list tags}
    13 {boolean keepalive} 14 {list filter} 15 {string error}
  }
  variable ids [dict create]
  dict for {id field} $fields { dict set ids [lindex $field 1] $id }
  variable rest [dict create]
  variable heard [dict create]
}

proc ::wire::Varint {number} {
  set bytes ""
  while {$number > 127} {
    append bytes [binary format c [expr {($number & 127) | 128}]]
    set number [expr {$number >> 7}]
  }
  return $bytes[binary format c $number]
}

proc ::wire::Text {text} {
  set bytes [encoding convertto utf-8 $text]
  return [Varint [string length $bytes]]$bytes
}

proc ::wire::Frame {packet} {
  variable fields
  variable ids
  set body ""
  dict for {name value} $packet {
    set id [dict get $ids $name]
    append body [Varint $id]
    switch -- [lindex [dict get $fields $id] 0] {
      varint - boolean { append body [Varint $value] }
      string { append body [Text $value] }
      list {
        append body [Varint [llength $value]]
        foreach element $value { append body [Text $element] }
      }
    }
  }
  return "\xC0\x8D[Varint [string length $body]]$body\x00\x00"
}

# Reads a varint at the place in the variable named at, and moves that behind it; -1 if the bytes end before.
proc ::wire::ReadVarint {bytes at} {
  upvar 1 $at place
  set number 0
  for {set shift 0} {$place < [string length $bytes]} {incr shift 7} {
    scan [string index $bytes $place] %c byte
    incr place
    set number [expr {$number | (($byte & 127) << $shift)}]
    if {$byte < 128} { return $number }
  }
  return -1
}

proc ::wire::ReadText {bytes at} {
  upvar 1 $at place
  set length [ReadVarint $bytes place]
  set text [encoding convertfrom utf-8 [string range $bytes $place [expr {$place + $length - 1}]]]
  incr place $length
  return $text
}

proc ::wire::Packet {body} {
  variable fields
  set packet [dict create]
  for {set place 0} {$place < [string length $body]} {} {
    lassign [dict get $fields [ReadVarint $body place]] type name
    switch -- $type {
      varint - boolean { dict set packet $name [ReadVarint $body place] }
      string { dict set packet $name [ReadText $body place] }
      list {
        dict set packet $name [list]
        for {set left [ReadVarint $body place]} {$left > 0} {incr left -1} {
          dict lappend packet $name [ReadText $body place]
        }
      }
    }
  }
  return $packet
}

# Takes bytes of a channel, handles the whole packets in them and keeps the rest.
proc ::wire::Take {channel bytes} {
  variable rest
  if {[dict exists $rest $channel]} { set bytes [dict get $rest $channel]$bytes }
  while {[set start [string first \xC0\x8D $bytes]] >= 0} {
    set place [expr {$start + 2}]
    set length [ReadVarint $bytes place]
    if {$length < 0 || [string length $bytes] < $place + $length + 2} { break }
    Handle $channel [Packet [string range $bytes $place [expr {$place + $length - 1}]]]
    set bytes [string range $bytes [expr {$place + $length + 2}] end]
  }
  dict set rest $channel $bytes
}

proc ::wire::Say {args} {
  puts $args
  flush stdout
}

proc ::wire::Base {type} {
  variable sid
  variable hid
  return [dict create sid $sid hid $hid type $type channel 0 protocols {t c}]
}

proc ::wire::Multicast {type} {
  variable udp
  variable server
  variable tags
  variable heard
  set port [lindex [chan configure $server -sockname] 2]
  set packet [Base $type]
  dict set packet data [list t [list port $port]]
  dict set packet known [dict size $heard]
  dict set packet tags $tags
  puts -nonewline $udp [Frame $packet]
  flush $udp
}

proc ::wire::Handle {channel packet} {
  variable sid
  variable udp
  variable heard
  set from [dict get $packet sid]
  if {$from eq $sid || ([dict exists $packet filter] && $sid ni [dict get $packet filter])} { return }
  if {[dict exists $packet tags] && (![dict exists $heard $from] || [dict get $heard $from] ne [dict get $packet tags])} {
    dict set heard $from [dict get $packet tags]
    Say MEMBER $from [dict get $packet tags]
  }
  switch -- [dict get $packet type] {
    0 { dict unset heard $from; Say LEFT $from }
    2 { Multicast 1 }
    4 {
      Say QUERY $from [dict get $packet data]
      set answer [dict merge [Base 5] [dict create ruid [dict get $packet ruid] keepalive 1 \
        data tcl:[dict get $packet data] filter [list $from]]]
      puts -nonewline $channel [Frame $answer]
      flush $channel
    }
  }
}

proc ::wire::Readable {channel} {
  set bytes [read $channel]
  if {[eof $channel]} {
    close $channel
    return
  }
  Take $channel $bytes
}

proc ::wire::Accept {channel address port} {
  chan configure $channel -blocking 0 -translation binary -buffering full
  chan event $channel readable [list ::wire::Readable $channel]
}

proc ::wire::Datagram {} {
  variable udp
  Take $udp [read $udp]
}

proc ::wire::Input {} {
  if {[gets stdin line] < 0 && [eof stdin]} {
    Multicast 0
    exit 0
  }
}

lassign $argv ::wire::group ::wire::port ::wire::hid ::wire::tags
set ::wire::sid tcl[format %05d [expr {[pid] % 100000}]]
set ::wire::server [socket -server ::wire::Accept 0]
set ::wire::udp [udp_open $::wire::port reuse]
chan configure $::wire::udp -blocking 0 -translation binary -buffering full -mcastadd $::wire::group -ttl 0 \
  -remote [list $::wire::group $::wire::port]
chan event $::wire::udp readable ::wire::Datagram
chan configure stdin -blocking 0
chan event stdin readable ::wire::Input
::wire::Multicast 2
::wire::Say READY $::wire::sid
vwait forever
