/*
 * How much memory is to be had: the least of what the kernel says is available, what the container
 * may use and what the process is limited to. Asked before large work, so that a job too big is
 * refused with a figure instead of being killed in the night.
 */
#include "base/mem.h"

#include "kith.h"

#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { FILE_BYTES = 4096 };

/* The first bytes of a small system file, with a NUL behind them; empty where there is none. */
static void read_small(const char *path, char text[FILE_BYTES])
{
    text[0] = '\0';
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    const ssize_t got = read(fd, text, FILE_BYTES - 1);
    text[got > 0 ? got : 0] = '\0';
    close(fd);
}

/* The number that stands at the start of `text` after blanks; UINT64_MAX where there is none. */
static uint64_t leading_number(const char *text)
{
    text += strspn(text, " \t");
    uint64_t value;
    return kith_parse_u64(text, strspn(text, "0123456789"), &value) ? value : UINT64_MAX;
}

static uint64_t kernel_available(void)
{
    char text[FILE_BYTES];
    read_small("/proc/meminfo", text);
    const char *line = strstr(text, "MemAvailable:");
    uint64_t bytes;
    if (line != NULL && kith_mul(leading_number(line + strlen("MemAvailable:")), 1024, &bytes))
        return bytes;
    const long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    return pages > 0 && page > 0 ? (uint64_t)pages * (uint64_t)page : UINT64_MAX;
}

/* What a control group leaves; its page cache can be taken back, so only the limit counts. */
static uint64_t container_limit(void)
{
    static const char *const files[] = {"/sys/fs/cgroup/memory.max",
                                        "/sys/fs/cgroup/memory/memory.limit_in_bytes"};
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char text[FILE_BYTES];
        read_small(files[i], text);
        const uint64_t limit = leading_number(text);
        least = limit < least ? limit : least;
    }
    return least;
}

static uint64_t process_limit(int resource)
{
    struct rlimit limit;
    if (getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return UINT64_MAX;
    return limit.rlim_cur;
}

uint64_t kith_mem_available(void)
{
    const uint64_t bounds[] = {kernel_available(), container_limit(), process_limit(RLIMIT_AS),
                               process_limit(RLIMIT_DATA)};
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++)
        least = bounds[i] < least ? bounds[i] : least;
    return least == UINT64_MAX ? 0 : least;
}
