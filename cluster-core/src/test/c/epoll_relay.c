/*
 * A one-to-many relay written by hand on epoll: what MultiplexerBenchmark compares the multiplexer with. One thread,
 * one buffer, level-triggered. What a client does not take is kept for it; while anything is kept, nobody is read.
 * Prints its port. Ends when its standard input does.
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
#include <unistd.h>

#define MOST_CLIENTS 8192
#define CHUNK 65536

struct client {
    int fd;
    char *kept;
    size_t start, end;
};

static struct client clients[MOST_CLIENTS];
static int count, keeping, ep;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void watch(int op, int fd, unsigned events, void *data) {
    struct epoll_event event = {.events = events, .data.ptr = data};
    if (epoll_ctl(ep, op, fd, &event) < 0) die("epoll_ctl");
}

static void readers(int on) {
    for (int i = 0; i < count; i++) {
        if (clients[i].fd >= 0)
            watch(EPOLL_CTL_MOD, clients[i].fd, (on ? EPOLLIN : 0) | (clients[i].kept ? EPOLLOUT : 0), &clients[i]);
    }
}

static void drop(struct client *c) {
    if (c->kept && --keeping == 0) readers(1);
    free(c->kept);
    c->kept = NULL;
    close(c->fd);
    c->fd = -1;
}

static void give(struct client *c, const char *data, size_t size) {
    ssize_t taken = write(c->fd, data, size);
    if (taken < 0) {
        if (errno != EAGAIN) {
            drop(c);
            return;
        }
        taken = 0;
    }
    if ((size_t)taken < size) {
        c->kept = malloc(size - taken);
        memcpy(c->kept, data + taken, size - taken);
        c->start = 0;
        c->end = size - taken;
        keeping++;
    }
}

static void flush(struct client *c) {
    ssize_t taken = write(c->fd, c->kept + c->start, c->end - c->start);
    if (taken < 0) {
        if (errno != EAGAIN) drop(c);
        return;
    }
    c->start += taken;
    if (c->start == c->end) {
        free(c->kept);
        c->kept = NULL;
        if (--keeping == 0)
            readers(1);
        else
            watch(EPOLL_CTL_MOD, c->fd, 0, c);
    }
}

static void welcome(int server) {
    int fd = accept4(server, NULL, NULL, SOCK_NONBLOCK), one = 1;
    if (fd < 0 || count == MOST_CLIENTS) die("accept");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    clients[count].fd = fd;
    watch(EPOLL_CTL_ADD, fd, keeping ? 0 : EPOLLIN, &clients[count]);
    count++;
}

static void relay(struct client *sender) {
    static char chunk[CHUNK];
    ssize_t size = read(sender->fd, chunk, CHUNK);
    if (size < 0 && errno == EAGAIN) return;
    if (size <= 0) {
        drop(sender);
        return;
    }
    for (int i = 0; i < count; i++)
        if (&clients[i] != sender && clients[i].fd >= 0) give(&clients[i], chunk, size);
    if (keeping) readers(0);
}

int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int server = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), input;
    if (bind(server, (struct sockaddr *)&address, sizeof address) < 0 || listen(server, 1024) < 0) die("listen");
    getsockname(server, (struct sockaddr *)&address, &length);
    ep = epoll_create1(0);
    watch(EPOLL_CTL_ADD, server, EPOLLIN, &server);
    watch(EPOLL_CTL_ADD, 0, EPOLLIN, &input);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        struct epoll_event events[256];
        int ready = epoll_wait(ep, events, 256, -1);
        for (int i = 0; i < ready; i++) {
            struct client *c = events[i].data.ptr;
            if ((void *)c == &input) return 0;
            if ((void *)c == &server)
                welcome(server);
            else if (c->fd >= 0 && c->kept)
                flush(c);
            else if (c->fd >= 0 && !keeping && (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
                relay(c);
            else if (c->fd >= 0 && (events[i].events & EPOLLERR))
                drop(c);
        }
    }
}
