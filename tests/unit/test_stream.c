/* Bytes arrive as they are in the file, packed or not, from wherever; damage is reported. */
#include "check.h"

#include "base/stream.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

typedef struct bytes {
    unsigned char *data;
    size_t size;
} bytes;

static void append(bytes *b, const void *data, size_t size)
{
    b->data = realloc(b->data, b->size + size + 1);
    assert_non_null(b->data);
    if (size > 0)
        memcpy(b->data + b->size, data, size);
    b->size += size;
}

/* Appends a gzip member that holds `data`. */
static void append_member(bytes *b, const void *data, size_t size)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    const uLong bound = deflateBound(&z, size);
    unsigned char *out = malloc(bound);
    assert_non_null(out);
    z.next_in = (z_const Bytef *)(uintptr_t)data;
    z.avail_in = (uInt)size;
    z.next_out = out;
    z.avail_out = (uInt)bound;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    append(b, out, z.total_out);
    deflateEnd(&z);
    free(out);
}

/* Everything the stream has; closes it. */
static kith_status read_all(kith_stream *s, bytes *all, kith_error *err)
{
    kith_status status;
    const unsigned char *chunk;
    size_t size;
    *all = (bytes){0};
    append(all, "", 0);
    while ((status = kith_stream_next(s, &chunk, &size, err)) == KITH_OK && size > 0)
        append(all, chunk, size);
    kith_stream_close(s);
    return status;
}

static kith_status read_memory(const void *data, size_t size, bytes *all, kith_error *err)
{
    kith_stream *s;
    assert_int_equal(kith_stream_memory(data, size, &s, err), KITH_OK);
    return read_all(s, all, err);
}

static kith_status read_path(const char *path, bytes *all, kith_error *err)
{
    kith_stream *s;
    *all = (bytes){0};
    const kith_status status = kith_stream_open(path, &s, err);
    return status == KITH_OK ? read_all(s, all, err) : status;
}

static void assert_content(const bytes *got, const void *expected, size_t size)
{
    assert_int_equal(got->size, size);
    assert_memory_equal(got->data, expected, size);
}

/* Text that packs, but not to nothing. */
static bytes sample(size_t size)
{
    bytes b = {malloc(size + 1), size};
    assert_non_null(b.data);
    uint32_t x = 1;
    for (size_t i = 0; i < size; i++) {
        x = x * 1664525 + 1013904223;
        b.data[i] = (unsigned char)("etaoin shrdlu\n\r\0x"[x >> 28]);
    }
    return b;
}

static void a_file_comes_as_it_is_whatever_its_size(void **state)
{
    (void)state;
    kith_error err;
    static const size_t sizes[] = {0,      1, 2, 3, 1000, (1 << 20) - 1, 1 << 20, (1 << 20) + 1,
                                   2500000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        bytes text = sample(sizes[i]), packed = {0}, got;
        check_write_file("plain", text.data, text.size);
        check_ok(read_path("plain", &got, &err));
        assert_content(&got, text.data, text.size);
        free(got.data);
        append_member(&packed, text.data, text.size);
        check_write_file("packed", packed.data, packed.size);
        check_ok(read_path("packed", &got, &err));
        assert_content(&got, text.data, text.size);
        free(got.data);
        free(packed.data);
        free(text.data);
    }
}

static void many_members_are_one_text(void **state)
{
    (void)state;
    kith_error err;
    bytes packed = {0}, got;
    append_member(&packed, "you shall ", 10);
    append_member(&packed, "", 0);
    append_member(&packed, "know a word", 11);
    check_ok(read_memory(packed.data, packed.size, &got, &err));
    assert_content(&got, "you shall know a word", 21);
    free(got.data);
    free(packed.data);
}

static void a_member_cut_anywhere_is_bad_data_with_its_offset(void **state)
{
    (void)state;
    kith_error err;
    bytes text = sample(300), packed = {0}, got;
    append_member(&packed, text.data, text.size);
    for (size_t cut = 2; cut < packed.size; cut++) {
        char offset[32];
        snprintf(offset, sizeof offset, "byte %zu", cut);
        check_fails_with(read_memory(packed.data, cut, &got, &err), KITH_ERR_DATA, offset);
        free(got.data);
    }
    free(packed.data);
    free(text.data);
}

static void a_second_member_that_is_cut_is_bad_data_too(void **state)
{
    (void)state;
    kith_error err;
    bytes packed = {0}, got;
    append_member(&packed, "first", 5);
    const size_t first = packed.size;
    append_member(&packed, "second", 6);
    for (size_t cut = first + 2; cut < packed.size; cut++) {
        check_fails(read_memory(packed.data, cut, &got, &err), KITH_ERR_DATA);
        free(got.data);
    }
    free(packed.data);
}

static void a_wrong_sum_or_length_is_bad_data(void **state)
{
    (void)state;
    kith_error err;
    bytes text = sample(5000), packed = {0}, got;
    append_member(&packed, text.data, text.size);
    for (size_t bit = 0; bit < 64; bit++) {
        unsigned char *byte = &packed.data[packed.size - 8 + bit / 8];
        *byte ^= (unsigned char)(1 << bit % 8);
        check_fails_with(read_memory(packed.data, packed.size, &got, &err), KITH_ERR_DATA,
                         "memory: damaged gzip at byte");
        *byte ^= (unsigned char)(1 << bit % 8);
        free(got.data);
    }
    free(packed.data);
    free(text.data);
}

/* Most flips are seen; none may crash or give other bytes as good. */
static void no_flipped_bit_gives_a_different_text(void **state)
{
    (void)state;
    kith_error err;
    bytes text = sample(200), packed = {0}, got;
    append_member(&packed, text.data, text.size);
    for (size_t bit = 16; bit < 8 * packed.size; bit++) {
        packed.data[bit / 8] ^= (unsigned char)(1 << bit % 8);
        if (read_memory(packed.data, packed.size, &got, &err) == KITH_OK)
            assert_content(&got, text.data, text.size);
        packed.data[bit / 8] ^= (unsigned char)(1 << bit % 8);
        free(got.data);
    }
    free(packed.data);
    free(text.data);
}

static void what_follows_the_last_member_is_ignored(void **state)
{
    (void)state;
    kith_error err;
    static const struct {
        const char *bytes;
        size_t size;
    } junk[] = {{"\0\0\0\0\0\0\0\0", 8}, {"junk", 4}, {"\x1f", 1}, {"\x1f\x8a\x08", 3}};
    for (size_t i = 0; i < sizeof junk / sizeof *junk; i++) {
        bytes packed = {0}, got;
        append_member(&packed, "word", 4);
        append(&packed, junk[i].bytes, junk[i].size);
        check_ok(read_memory(packed.data, packed.size, &got, &err));
        assert_content(&got, "word", 4);
        free(got.data);
        free(packed.data);
    }
}

static void text_that_begins_like_gzip_but_is_not_stays_text(void **state)
{
    (void)state;
    kith_error err;
    bytes got;
    check_ok(read_memory("\x1f", 1, &got, &err));
    assert_content(&got, "\x1f", 1);
    free(got.data);
    check_ok(read_memory("\x1f\x8a word", 7, &got, &err));
    assert_content(&got, "\x1f\x8a word", 7);
    free(got.data);
}

static void looking_ahead_takes_nothing_away(void **state)
{
    (void)state;
    kith_error err;
    bytes text = sample(1500000), packed = {0};
    append_member(&packed, text.data, text.size);
    for (int gzip = 0; gzip < 2; gzip++) {
        const bytes *from = gzip ? &packed : &text;
        check_write_file("ahead", from->data, from->size);
        static const size_t wanted[] = {0, 5, 1200000, 9000000};
        kith_stream *s;
        bytes got;
        check_ok(kith_stream_open("ahead", &s, &err));
        for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
            const unsigned char *head;
            size_t size;
            check_ok(kith_stream_peek(s, wanted[i], &head, &size, &err));
            assert_true(size >= wanted[i] || size == text.size);
            assert_memory_equal(head, text.data, size);
        }
        assert_int_equal(kith_stream_is_packed(s), gzip);
        check_ok(read_all(s, &got, &err));
        assert_content(&got, text.data, text.size);
        free(got.data);
    }
    free(packed.data);
    free(text.data);
}

static void a_bomb_is_unpacked_a_chunk_at_a_time(void **state)
{
    (void)state;
    kith_error err;
    const size_t size = 32 << 20;
    unsigned char *zeros = calloc(size, 1);
    assert_non_null(zeros);
    bytes packed = {0};
    append_member(&packed, zeros, size);
    free(zeros);
    kith_stream *s;
    check_ok(kith_stream_memory(packed.data, packed.size, &s, &err));
    size_t total = 0, got;
    const unsigned char *chunk;
    do {
        check_ok(kith_stream_next(s, &chunk, &got, &err));
        assert_true(got <= 1 << 20);
        total += got;
    } while (got > 0);
    assert_int_equal(total, size);
    kith_stream_close(s);
    free(packed.data);
}

static void what_cannot_be_read_is_no_input(void **state)
{
    (void)state;
    kith_error err;
    bytes got;
    check_fails_with(read_path("missing", &got, &err), KITH_ERR_INPUT, "missing");
    check_fails_with(read_path(".", &got, &err), KITH_ERR_INPUT, "folder");
    check_fails(read_path("", &got, &err), KITH_ERR_INPUT);
    assert_int_equal(symlink("loop", "loop"), 0);
    check_fails(read_path("loop", &got, &err), KITH_ERR_INPUT);
}

static void a_file_without_permission_is_no_input(void **state)
{
    (void)state;
    kith_error err;
    bytes got;
    check_write_text("secret", "x");
    assert_int_equal(chmod("secret", 0), 0);
    check_drop_rights();
    check_fails_with(read_path("secret", &got, &err), KITH_ERR_INPUT, "Permission denied");
    check_regain_rights();
}

static void progress_counts_bytes_of_the_file(void **state)
{
    (void)state;
    kith_error err;
    bytes text = sample(100000), packed = {0};
    append_member(&packed, text.data, text.size);
    check_write_file("progress.gz", packed.data, packed.size);
    kith_stream *s;
    check_ok(kith_stream_open("progress.gz", &s, &err));
    assert_string_equal(kith_stream_name(s), "progress.gz");
    uint64_t read, total;
    kith_stream_position(s, &read, &total);
    assert_int_equal(read, 0);
    assert_int_equal(total, packed.size);
    const unsigned char *chunk;
    size_t size;
    do
        check_ok(kith_stream_next(s, &chunk, &size, &err));
    while (size > 0);
    kith_stream_position(s, &read, &total);
    assert_int_equal(read, packed.size);
    kith_stream_close(s);
    kith_stream_close(NULL);
    free(packed.data);
    free(text.data);
}

static void ignore_signal(int number)
{
    (void)number;
}

/* In a child: disturbs the reader with signals and sends one byte at a time. */
static void send_bytewise(const char *fifo, const bytes *b, pid_t reader)
{
    const int fd = open(fifo, O_WRONLY);
    for (size_t i = 0; i < b->size; i++) {
        kill(reader, SIGUSR1);
        if (write(fd, b->data + i, 1) != 1)
            _exit(1);
    }
    _exit(0);
}

static void a_pipe_may_come_in_single_bytes_and_between_signals(void **state)
{
    (void)state;
    kith_error err;
    bytes text = sample(2000), packed = {0}, got;
    append_member(&packed, text.data, 900);
    append_member(&packed, text.data + 900, 1100);
    assert_int_equal(mkfifo("fifo", 0600), 0);
    struct sigaction act = {.sa_handler = ignore_signal}, old; /* no SA_RESTART: calls end early */
    sigaction(SIGUSR1, &act, &old);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        send_bytewise("fifo", &packed, getppid());
    check_ok(read_path("fifo", &got, &err));
    int status;
    while (waitpid(child, &status, 0) < 0)
        ;
    sigaction(SIGUSR1, &old, NULL);
    assert_int_equal(status, 0);
    assert_content(&got, text.data, text.size);
    free(got.data);
    free(packed.data);
    free(text.data);
}

static void read_as_standard_input(const char *path)
{
    kith_error err;
    bytes got;
    check_write_text("input", "one two");
    const int kept = dup(STDIN_FILENO), fd = open("input", O_RDONLY);
    assert_true(kept >= 0 && fd >= 0 && dup2(fd, STDIN_FILENO) == STDIN_FILENO);
    check_ok(read_path(path, &got, &err));
    assert_true(fcntl(STDIN_FILENO, F_GETFD) >= 0); /* left open */
    dup2(kept, STDIN_FILENO);
    close(kept);
    close(fd);
    assert_content(&got, "one two", 7);
    free(got.data);
}

static void standard_input_is_a_dash_or_its_device(void **state)
{
    (void)state;
    read_as_standard_input("-");
    read_as_standard_input("/dev/stdin");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_comes_as_it_is_whatever_its_size),
        cmocka_unit_test(many_members_are_one_text),
        cmocka_unit_test(a_member_cut_anywhere_is_bad_data_with_its_offset),
        cmocka_unit_test(a_second_member_that_is_cut_is_bad_data_too),
        cmocka_unit_test(a_wrong_sum_or_length_is_bad_data),
        cmocka_unit_test(no_flipped_bit_gives_a_different_text),
        cmocka_unit_test(what_follows_the_last_member_is_ignored),
        cmocka_unit_test(text_that_begins_like_gzip_but_is_not_stays_text),
        cmocka_unit_test(looking_ahead_takes_nothing_away),
        cmocka_unit_test(a_bomb_is_unpacked_a_chunk_at_a_time),
        cmocka_unit_test(progress_counts_bytes_of_the_file),
        cmocka_unit_test(a_pipe_may_come_in_single_bytes_and_between_signals),
        cmocka_unit_test(standard_input_is_a_dash_or_its_device),
        cmocka_unit_test(what_cannot_be_read_is_no_input),
        cmocka_unit_test(a_file_without_permission_is_no_input),
    };
    return cmocka_run_group_tests_name("base/stream", tests, NULL, NULL);
}
