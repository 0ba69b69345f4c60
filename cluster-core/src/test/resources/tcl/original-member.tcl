# One member of the original tcl-cluster, driven over standard input and output.
#
#   tclsh original-member.tcl --cluster-home DIR --modules-home DIR ?option value ...?
#
# --cluster-home   checkout of tcl-cluster          --tags       tags to announce        (none)
# --modules-home   checkout of tcl-modules          --port       multicast port          (23000)
# --address        multicast group                  --protocols  in order of preference  (t c)
# --remote         0: this host only, 1: network    --heartbeat  milliseconds            (random)
# --channels       channels besides 0 1 2           --ttl        seconds                 (600)
# --addresses      this host's addresses; without it the original asks a program of the system, at each packet
#                  while it knows no more than the loopback address
#
# Output: one Tcl list a line. A word that holds a line break is written with backslashes, so a line is
# always a well-formed list. Lines that do not start with one of these words come from the original.
#   READY sid hid                          joined
#   DISCOVERED uuid tags                   hook "service discovered" (1 s after the first packet)
#   LOST uuid                              hook "service lost"
#   TAGS uuid tags                         hook "tags changed"
#   EVENT uuid channel data ?raw hex?      hook "event"
#   QUERY uuid data                        hook "query"; answered with tcl:data, or, when data starts with
#                                          "fail ", by an error with the rest; "slow MS": MS later
#   STARTED qid uuids                      an own query went out to these
#   ANSWER qid uuid response|error data    one member's answer
#   DONE qid complete|timeout|stopped|empty count
#                                          no more answers; stopped: ended before all had answered; empty: nobody
#                                          matched, so there was no query (qid is {})
#   SERVICES uuid tags protocols ip local  one known member; after the last one END
#   OK command ?result?                    a command was carried out
#   ERR message                            a command failed
#   LEFT                                   last line
#
# Input: one Tcl list a line. Several words of data are joined by a space. Pairs -option value before the
# words are handed to the original's command of that name.
#   query ?-timeout MS|-channel N|-protocols L|-broadcast B|-id ID ...? tags-or-sids data...
#                                (several words: members that match all of them)
#   send  ?-channel N|-protocols L|-broadcast B ...? tag-or-sid data...
#   broadcast data...            event to everybody
#   tags args...                 as the original's tags: A -remove B -replace {C D} ...
#   channel add|remove channels  subscribe, unsubscribe
#   services | heartbeat | discover
#   leave                        announces the leaving (packet type 0), destroys the cluster, exits 0; so does
#                                the end of the input
#   destroy                      only destroys the cluster, as the original alone does it, exits 0
#   exit                         exits 0 at once, silently

namespace eval ::member {
  variable cluster {}
  variable queries 0
  variable timedOut [dict create]
  variable answered [dict create]
}

# ---- output

# Quotes one word; a word with line breaks is written with backslashes instead of braces.
proc ::member::Word {word} {
  if {![regexp {[\n\r]} $word]} {
    return [list $word]
  }
  return [string map {
    \\ \\\\ \{ \\\{ \} \\\} \[ \\\[ \] \\\] \" \\\" \$ \\\$ ; \\; " " "\\ " \t \\t \n \\n \r \\r \v \\v \f \\f
  } $word]
}

proc ::member::Say {args} {
  set gap ""
  foreach word $args {
    append line $gap [Word $word]
    set gap " "
  }
  puts stdout $line
  flush stdout
}

# ---- arguments

proc ::member::Options {arguments} {
  set options [dict create]
  set known {cluster-home modules-home tags port address protocols remote heartbeat channels ttl addresses}
  if {[llength $arguments] % 2} {
    Fail "options come in pairs"
  }
  foreach {name value} $arguments {
    if {[string range $name 0 1] ne "--" || [string range $name 2 end] ni $known} {
      Fail "unknown option $name"
    }
    dict set options [string range $name 2 end] $value
  }
  foreach name {cluster-home modules-home} {
    if {![dict exists $options $name]} {
      Fail "--$name is missing"
    }
  }
  return $options
}

proc ::member::Fail {message} {
  Say ERR $message
  exit 2
}

# ---- loading

# Makes a single module file known without adding its folder to the module path: the folders of the two
# checkouts hold different versions of the same packages, and the original must run with its own.
proc ::member::Module {folder name} {
  set files [lsort -dictionary [glob -nocomplain -directory $folder -- $name-*.tm]]
  if {![llength $files]} {
    Fail "no $name in $folder"
  }
  set file [file normalize [lindex $files end]]
  set version [string range [file rootname [file tail $file]] [string length $name-] end]
  package ifneeded $name $version "package provide [list $name $version]; [list source $file]"
}

proc ::member::Load {options} {
  Module [dict get $options modules-home] ensembled
  Module [dict get $options cluster-home] cluster
  if {[catch {package require unix_sockets}]} {
    # Only protocol u needs it, but the original loads it in any case.
    package provide unix_sockets 0.2
  }
  package require cluster
  if {[dict exists $options addresses]} {
    # The original keeps what it knows here, and takes more than two entries for complete.
    set ::cluster::addresses [lsort -unique [list localhost 127.0.0.1 ::1 {*}[dict get $options addresses]]]
  }
}

# ---- hooks

# A member's object is named after its uuid; unlike its methods the name outlives the member.
proc ::member::Uuid {service} {
  return [namespace tail $service]
}

proc ::member::Field {payload name {default {}}} {
  if {[dict exists $payload $name]} {
    return [dict get $payload $name]
  }
  return $default
}

proc ::member::OnEvent {service payload} {
  set line [list EVENT [Uuid $service] [Field $payload channel] [Field $payload data]]
  if {[dict exists $payload raw]} {
    lappend line raw [binary encode hex [dict get $payload raw]]
  }
  Say {*}$line
}

proc ::member::OnQuery {service payload} {
  set data [Field $payload data]
  Say QUERY [Uuid $service] $data
  if {[string match "fail *" $data]} {
    error [string range $data 5 end]
  }
  if {[regexp {^slow (\d+)$} $data -> wait]} {
    # The hook's result is the answer, so the whole member waits. Serving other input meanwhile is no choice:
    # the original would deliver this very packet a second time.
    after $wait
  }
  return tcl:$data
}

proc ::member::OnAnswer {event} {
  variable timedOut
  variable answered
  lassign $event action query
  set qid [namespace tail $query]
  switch -- $action {
    start {
      dict set answered $qid 0
      Say STARTED $qid [lmap service [$query remaining] {Uuid $service}]
    }
    response - error {
      dict incr answered $qid
      set data [expr {$action eq "error" ? [$query error] : [$query result]}]
      Say ANSWER $qid [Uuid [$query service]] $action $data
    }
    timeout {
      dict set timedOut $qid 1
    }
    done {
      set status [expr {
        [dict exists $timedOut $qid] ? "timeout" : [llength [$query remaining]] ? "stopped" : "complete"
      }]
      Say DONE $qid $status [Field $answered $qid 0]
      dict unset timedOut $qid
      dict unset answered $qid
    }
  }
}

proc ::member::Join {options} {
  variable cluster
  set arguments [list]
  foreach name {tags port address protocols remote heartbeat channels ttl} {
    if {[dict exists $options $name]} {
      lappend arguments -$name [dict get $options $name]
    }
  }
  set cluster [::cluster join {*}$arguments]
  # The snippets run inside the original: service and payload are its variables.
  $cluster hook service discovered {::member::Say DISCOVERED [::member::Uuid $service] [$service tags]}
  $cluster hook service lost       {::member::Say LOST [::member::Uuid $service]}
  $cluster hook tags changed       {::member::Say TAGS [::member::Uuid $service] [$service tags]}
  $cluster hook event              {::member::OnEvent $service $payload}
  $cluster hook query              {::member::OnQuery $service $payload}
  Say READY [$cluster sid] [$cluster hid]
}

# ---- commands

# Splits the leading -option value pairs off.
proc ::member::Pairs {words} {
  set pairs [list]
  while {[string match -* [lindex $words 0]] && [llength $words] > 1} {
    set words [lassign $words name value]
    lappend pairs $name $value
  }
  return [list $pairs $words]
}

proc ::member::Command {name words} {
  variable cluster
  variable queries
  switch -- $name {
    query {
      lassign [Pairs $words] pairs words
      set words [lassign $words who]
      if {![llength [$cluster resolve $who]]} {
        # The original's own way of ending such a query writes a stack trace on the standard error output.
        Say DONE {} empty 0
        return
      }
      if {![dict exists $pairs -id]} {
        # The id the original would draw is the same for all queries of a member, so one would end the other.
        dict set pairs -id q[$cluster sid]-[incr queries]
      }
      $cluster query -resolve $who -query [join $words " "] -command ::member::OnAnswer {*}$pairs
    }
    send {
      lassign [Pairs $words] pairs words
      set words [lassign $words who]
      if {![llength [$cluster resolve $who]]} {
        error "nobody matches $who"
      }
      $cluster send -resolve $who -data [join $words " "] {*}$pairs
      Say OK send
    }
    broadcast {
      lassign [Pairs $words] pairs words
      $cluster send -broadcast 1 -data [join $words " "] {*}$pairs
      Say OK broadcast
    }
    tags {
      Say OK tags [$cluster tags {*}$words]
    }
    channel {
      $cluster channel {*}$words
      Say OK channel
    }
    services {
      foreach service [$cluster services] {
        Say SERVICES [Uuid $service] [$service tags] [$service protocols] [$service ip] [expr {bool([$service local])}]
      }
      Say END
    }
    heartbeat - discover {
      $cluster $name
      Say OK $name
    }
    leave {
      # The original means to announce its leaving, but its destructor fails to call the method for it.
      $cluster broadcast [$cluster disconnect_payload]
      $cluster destroy
      Say LEFT
      exit 0
    }
    destroy {
      $cluster destroy
      Say LEFT
      exit 0
    }
    exit {
      exit 0
    }
    default {
      error "unknown command $name"
    }
  }
}

proc ::member::Input {} {
  if {[gets stdin line] < 0} {
    if {[eof stdin]} {
      chan event stdin readable {}
      Command leave {}
    }
    return
  }
  if {[string trim $line] eq {}} {
    return
  }
  if {[catch {Command [lindex $line 0] [lrange $line 1 end]} message]} {
    Say ERR $message
  }
}

chan configure stdout -encoding utf-8 -translation lf -buffering line
chan configure stdin -encoding utf-8 -blocking 0
set ::member::options [::member::Options $::argv]
if {[catch {
  ::member::Load $::member::options
  ::member::Join $::member::options
} ::member::message]} {
  ::member::Fail $::member::message
}
chan event stdin readable ::member::Input
vwait ::member::forever
