# kith: `make help` lists the targets.
#
# VARIANT=release|asan|tsan|double|coverage|neon builds beside the others in build/<variant>; the release
# products are also put in build/. CC, CFLAGS, CPPFLAGS, LDFLAGS and LDLIBS of the caller come last.

VARIANT ?= release
PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
LIBDIR  ?= $(PREFIX)/lib
INCDIR  ?= $(PREFIX)/include
MANDIR  ?= $(PREFIX)/share/man
CC      ?= cc
AR      ?= ar
PYTHON  ?= /usr/bin/python3
VERSION := $(shell sed -n 's/^.define KITH_VERSION "\(.*\)"/\1/p' src/kith.h)
SOMAJOR := 0
ARCH    := $(firstword $(subst -, ,$(shell $(CC) -dumpmachine)))

B   := build/$(VARIANT)
OUT := $(if $(filter release,$(VARIANT)),build,$(B))

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
        -Wvla -Wpointer-arith -Wcast-qual -Wwrite-strings -Wundef $(if $(WERROR),-Werror)

opt-release  := -O2 -g
opt-asan     := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
opt-tsan     := -O1 -g -fsanitize=thread
opt-double   := -O2 -g -DKITH_DOUBLE
opt-neon     := -O2 -g
opt-coverage := -O0 -g --coverage
OPT := $(opt-$(VARIANT))
ifeq ($(OPT),)
$(error VARIANT=$(VARIANT): expected release, asan, tsan, double, coverage or neon)
endif

KITH_CPPFLAGS := -Isrc -D_POSIX_C_SOURCE=200809L $(CPPFLAGS)
KITH_CFLAGS   := -std=c11 -fvisibility=hidden -fPIC -pthread $(WARN) $(OPT) $(CFLAGS)
KITH_LDFLAGS  := -pthread $(filter -fsanitize=% --coverage,$(OPT)) $(LDFLAGS)
KITH_LDLIBS   := -lz -lm $(LDLIBS)

# Kernels: one body, one instance an ISA, each with its own flags. Contraction is allowed inside a
# kernel (the same bits are promised per ISA). Under tsan the kernels are left plain: workers race on
# shared rows there and nowhere else, on purpose (Niu et al., "Hogwild!", 2011).
KERN_X86 := src/kern/kern_avx2.c src/kern/kern_avx512.c src/kern/kern_avx512vnni.c
KERN_ARM := src/kern/kern_neon.c
KERN_ALL := $(KERN_X86) $(KERN_ARM)
KERN_OFF := $(if $(filter x86_64,$(ARCH)),$(KERN_ARM),$(if $(filter aarch64,$(ARCH)),$(KERN_X86),$(KERN_ALL)))
# Doubles are for checking, by the base instance alone.
ifeq ($(VARIANT),double)
KERN_OFF := $(KERN_ALL)
endif
KERN_FLAGS := $(if $(filter asan coverage,$(VARIANT)),,-O3) -ffp-contract=fast -fno-math-errno -fno-trapping-math
KERN_OBJS := $(patsubst %.c,$(B)/%.o,$(wildcard src/kern/kern_*.c))
$(KERN_OBJS): ISA = $(KERN_FLAGS) $(if $(filter tsan,$(VARIANT)),-fno-sanitize=thread)
$(B)/src/kern/kern_avx2.o: ISA += -mavx2 -mfma
$(B)/src/kern/kern_avx512.o $(B)/src/kern/kern_avx512vnni.o: \
    ISA += -mavx512f -mavx512bw -mavx512vl -mavx512dq -mfma -mprefer-vector-width=512
$(B)/src/kern/kern_avx512vnni.o: ISA += -mavx512vnni

LIB_SRC := $(filter-out $(KERN_OFF),$(wildcard $(addsuffix /*.c,$(addprefix src/,base kern text nn vec train embed task query draw file))))
CLI_SRC := $(wildcard src/cli/*.c)
LIB_OBJ := $(LIB_SRC:%.c=$(B)/%.o)
CLI_OBJ := $(CLI_SRC:%.c=$(B)/%.o)
HELPERS := $(patsubst %.c,$(B)/%.o,$(wildcard tests/*.c) $(wildcard tests/ref/*.c))
TESTS   := $(patsubst %.c,$(B)/%,$(wildcard tests/unit/test_*.c tests/prop/prop_*.c tests/diff/diff_*.c))
SLOW    := $(patsubst %.c,$(B)/%,$(wildcard tests/slow/slow_*.c))
THREADED ?= $(filter %/test_team %/test_relay %/test_scan %/test_svd %/test_tools %/test_edit %/test_kmeans %/test_diff %/test_index %/test_retrieval \
                      %/test_encode %/test_loop %/test_embed %/test_crown %/test_start %/test_window %/test_search %/test_shortlist %/test_nearest \
                      %/test_analogy %/prop_workers,$(TESTS))

# Those that ask every kernel table of the machine, or have instructions of their own.
ISA_TESTS := $(filter %/test_kern_ids %/test_kern_bytes %/test_kern_code %/test_kern_decimal %/test_kern_map %/test_act %/test_loss %/test_gemm %/test_norm %/test_sparse \
                    %/test_topk %/test_token %/test_index %/test_crown %/diff_rows %/diff_embed %/diff_embed_fused,$(TESTS))

.PHONY: all help check check-unit check-cli check-asan check-tsan check-double check-slow check-coverage \
        check-corpus check-peers check-torch check-sklearn check-counts check-neon check-kernels check-scripts tests demo bench format format-check lint layers symbols \
        install uninstall clean FORCE
all: $(OUT)/kith $(OUT)/libkith.a $(OUT)/libkith.so $(OUT)/kith.pc

help:
	@sed -n 's/^## //p' Makefile

## make                 build/kith, build/libkith.a, build/libkith.so, build/kith.pc
## make check           unit, property, reference and command-line tests
## make check-asan      the same under address and undefined-behaviour sanitizers
## make check-tsan      the threaded tests under the thread sanitizer
## make check-double    the tests of the numeric core with kith_real = double
## make check-slow      texts too large for check: some minutes
## make check-corpus    every mode learns what is planted in the bundled corpus
## make check-peers     gensim and numpy read what we write, scikit-learn measures as we do; exits 77 without them
## make check-torch     100 steps of every optimiser, activation and loss against torch; slow
## make check-sklearn   classifiers against scikit-learn's on the same splits; slow
## make check-counts    instructions of the kernels, by callgrind, against those kept
## make check-neon      the kernels' tests on aarch64 under qemu (Debian: gcc-aarch64-linux-gnu, qemu-user,
##                      libcmocka-dev:arm64, zlib1g-dev:arm64); slow
## make check-scripts   the scripts: downloads on loopback, bootstrap, the symbol check, the benchmarks' table
## make check-coverage  the tests with coverage counters (gcovr reads build/coverage)
## make demo            train on the bundled corpus and ask it questions
## make bench           kernels, training, files, questions and nets on this machine, beside
##                      fasttext, gensim, faiss, torch and scikit-learn where they are installed
##                      (BENCH='--only nets --svg FILE' and the like are its options; docs/performance.md)
## make format          clang-format on every source; format-check only complains
## make lint            clang-tidy, cppcheck, shellcheck, the layer and the symbol check
## make install         into PREFIX (default /usr/local), under DESTDIR; uninstall takes it away
## make clean           remove build/

$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(KITH_CPPFLAGS) $(if $(filter tests/%,$<),-Itests) $(KITH_CFLAGS) $(ISA) -MMD -MP -c -o $@ $<

# Rewritten only when the command line changes, so that other flags rebuild everything.
FLAGS := $(CC) $(KITH_CPPFLAGS) $(KITH_CFLAGS) $(KITH_LDFLAGS)
$(B)/flags: FORCE
	@mkdir -p $(@D); echo '$(FLAGS)' | cmp -s - $@ || echo '$(FLAGS)' > $@

$(OUT)/libkith.a: $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(OUT)/libkith.so.$(VERSION): $(LIB_OBJ)
	$(CC) $(KITH_LDFLAGS) -shared -Wl,-soname,libkith.so.$(SOMAJOR) -o $@ $^ $(KITH_LDLIBS)
$(OUT)/libkith.so: $(OUT)/libkith.so.$(VERSION)
	ln -sf libkith.so.$(VERSION) $(OUT)/libkith.so.$(SOMAJOR)
	ln -sf libkith.so.$(SOMAJOR) $@

$(OUT)/kith: $(CLI_OBJ) $(OUT)/libkith.a
	$(CC) $(KITH_LDFLAGS) -o $@ $(CLI_OBJ) $(OUT)/libkith.a $(KITH_LDLIBS)

# As $(B)/flags: PREFIX may be given to `make install` alone.
$(OUT)/kith.pc: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$(LIBDIR)' 'includedir=$(INCDIR)' '' 'Name: kith' \
	  'Description: word vectors and small neural networks' 'Version: $(VERSION)' \
	  'Cflags: -I$${includedir}' 'Libs: -L$${libdir} -lkith' 'Libs.private: -lz -lm -pthread' > $@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(TESTS) $(SLOW): $(B)/%: $(B)/%.o $(HELPERS) $(OUT)/libkith.a
	$(CC) $(KITH_LDFLAGS) -o $@ $< $(HELPERS) $(OUT)/libkith.a -lcmocka $(KITH_LDLIBS)

$(B)/tests/bench/kernels: $(B)/tests/bench/limits.o
$(B)/tests/bench/reference: $(patsubst %.c,$(B)/%.o,$(wildcard tests/ref/*.c))
$(B)/tests/torch/net_steps $(B)/tests/bench/kernels $(B)/tests/bench/reference: %: %.o $(OUT)/libkith.a
	$(CC) $(KITH_LDFLAGS) -o $@ $(filter %.o,$^) $(OUT)/libkith.a $(KITH_LDLIBS)

tests: $(TESTS)
# Builds on all cores, also where make was called without -j; the tests then run one after another.
PARALLEL = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell getconf _NPROCESSORS_ONLN))
check:
	@$(MAKE) $(PARALLEL) all tests
	@$(MAKE) check-unit
	@$(MAKE) check-cli
check-unit: $(TESTS)
	@./scripts/run-tests $(TESTS)
check-cli: all
	@KITH=$(OUT)/kith ./tests/cli/run
check-asan:
	$(MAKE) VARIANT=asan check
check-tsan:
	$(MAKE) VARIANT=tsan check-threaded
check-threaded: $(THREADED)
	@./scripts/run-tests $(THREADED)
check-slow: $(SLOW)
	@./scripts/run-tests $(SLOW)
check-peers: all
	@KITH=$(OUT)/kith ./tests/peers/run
check-neon:
	$(MAKE) VARIANT=neon CC=aarch64-linux-gnu-gcc AR=aarch64-linux-gnu-ar check-kernels
check-kernels: $(ISA_TESTS)
	@RUNNER="$(if $(filter neon,$(VARIANT)),qemu-aarch64)" ./scripts/run-tests $(ISA_TESTS)
check-torch: $(B)/tests/torch/net_steps
	@NET_STEPS=$< ./tests/torch/run
check-counts: $(B)/tests/bench/kernels
	@KERNELS=$< ./tests/bench/check_counts
check-sklearn: all
	@KITH=$(OUT)/kith ./tests/sklearn/run
check-double:
	$(MAKE) VARIANT=double check-unit
check-corpus: all
	@KITH=$(OUT)/kith ./scripts/check-corpus
check-scripts:
	@./tests/scripts/get-corpus
	@./tests/scripts/bootstrap
	@./tests/scripts/symbols
	@./tests/scripts/bench
check-coverage:
	$(MAKE) VARIANT=coverage check

demo: all
	@KITH=build/kith ./scripts/demo

# Only the table goes to standard output.
BENCH_PROGRAMS := $(B)/tests/bench/kernels $(B)/tests/bench/reference
bench:
	@$(MAKE) -s --no-print-directory $(PARALLEL) all $(BENCH_PROGRAMS) >&2
	@KITH=$(OUT)/kith KERNELS=$(word 1,$(BENCH_PROGRAMS)) REFERENCE=$(word 2,$(BENCH_PROGRAMS)) \
	  $(PYTHON) scripts/bench $(BENCH)

FORMATTED = $(shell find src scripts tests -name '*.[ch]')
format:
	clang-format -i $(FORMATTED)
format-check:
	@clang-format --dry-run --Werror $(FORMATTED)

lint: layers symbols
	cppcheck -j $(shell getconf _NPROCESSORS_ONLN) --quiet --std=c11 --error-exitcode=1 --inline-suppr -Isrc src
	./scripts/tidy
	shellcheck $(shell grep -d skip -lE '^.!/bin/(ba)?sh' scripts/* tests/scripts/* tests/*/run .ci/run)
layers:
	./scripts/layers
symbols: $(OUT)/libkith.a
	./scripts/symbols $(OUT)/libkith.a

install: all
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(INCDIR)
	install -m 755 build/kith $(DESTDIR)$(BINDIR)/kith
	install -m 644 build/libkith.a $(DESTDIR)$(LIBDIR)/libkith.a
	install -m 755 build/libkith.so.$(VERSION) $(DESTDIR)$(LIBDIR)/libkith.so.$(VERSION)
	ln -sf libkith.so.$(VERSION) $(DESTDIR)$(LIBDIR)/libkith.so.$(SOMAJOR)
	ln -sf libkith.so.$(SOMAJOR) $(DESTDIR)$(LIBDIR)/libkith.so
	install -m 644 src/kith.h $(DESTDIR)$(INCDIR)/kith.h
	install -m 644 build/kith.pc $(DESTDIR)$(LIBDIR)/pkgconfig/kith.pc
uninstall:
	rm -f $(DESTDIR)$(BINDIR)/kith $(DESTDIR)$(INCDIR)/kith.h $(DESTDIR)$(LIBDIR)/pkgconfig/kith.pc \
	  $(DESTDIR)$(LIBDIR)/libkith.a $(DESTDIR)$(LIBDIR)/libkith.so $(DESTDIR)$(LIBDIR)/libkith.so.$(SOMAJOR) \
	  $(DESTDIR)$(LIBDIR)/libkith.so.$(VERSION)
clean:
	rm -rf build

-include $(shell find $(B) -name '*.d' 2>/dev/null)
