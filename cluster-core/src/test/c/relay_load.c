/*
 * The load of MultiplexerBenchmark: one sender of 1 KiB writes and many receivers, which throw the data away inside the
 * kernel (MSG_TRUNC) so that they cost little beside the relay.
 *
 * relay_load <port> <receivers> <bytes> <chunk>: prints the nanoseconds from the first byte sent until every receiver
 * has all of them. With a window as fifth argument the sender is never more bytes ahead of the slowest receiver.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void die(const char *what) {
    perror(what);
    exit(1);
}

static int dial(int port) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons(port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) die("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return fd;
}

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(int argc, char **argv) {
    if (argc < 5) return 2;
    int port = atoi(argv[1]), receivers = atoi(argv[2]), chunk = atoi(argv[4]);
    long long bytes = atoll(argv[3]), window = argc > 5 ? atoll(argv[5]) : bytes, slowest = 0, sent = 0;
    long long *got = calloc(receivers + 1, sizeof *got);
    int *fds = calloc(receivers + 1, sizeof *fds), done = 0, ep = epoll_create1(0), writable = 0;
    char *data = calloc(1, chunk);
    static char trash[1 << 20];
    for (int i = 0; i <= receivers; i++) {
        struct epoll_event event = {.events = (i ? EPOLLIN : EPOLLOUT | EPOLLET), .data.u32 = i};
        fds[i] = dial(port);
        if (epoll_ctl(ep, EPOLL_CTL_ADD, fds[i], &event) < 0) die("epoll_ctl");
    }
    sleep(1); /* by now the relay has accepted them all */
    long long start = now(), heard = start;
    int offset = 0;
    while (done < receivers) {
        struct epoll_event events[256];
        int sending = writable && sent < bytes && sent - slowest < window;
        int ready = epoll_wait(ep, events, 256, sending ? 0 : 1000);
        if (ready == 0 && !sending && now() - heard > 10000000000LL) {
            fprintf(stderr, "nothing comes any more: %d of %d are done\n", done, receivers);
            return 1;
        }
        for (int i = 0; i < ready; i++) {
            int who = events[i].data.u32;
            if (who == 0) {
                writable = 1;
                continue;
            }
            ssize_t size = recv(fds[who], trash, sizeof trash, MSG_TRUNC | MSG_DONTWAIT);
            if (size == 0 || (size < 0 && errno != EAGAIN)) {
                fprintf(stderr, "receiver %d was closed at %lld of %lld\n", who, got[who], bytes);
                return 1;
            }
            if (size > 0) {
                heard = now();
                got[who] += size;
                if (got[who] == bytes) done++;
            }
        }
        if (window < bytes) {
            slowest = bytes;
            for (int i = 1; i <= receivers; i++)
                if (got[i] < slowest) slowest = got[i];
        }
        for (int i = 0; i < 64 && writable && sent < bytes && sent - slowest < window; i++) {
            ssize_t taken = send(fds[0], data + offset, chunk - offset, MSG_DONTWAIT | MSG_NOSIGNAL);
            if (taken < 0 && errno == EAGAIN) {
                writable = 0;
            } else if (taken < 0) {
                die("send");
            } else {
                sent += taken;
                offset = (offset + taken) % chunk;
            }
        }
    }
    printf("%lld\n", now() - start);
    return 0;
}
