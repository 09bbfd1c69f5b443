package hwinfo

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// cKernel reads as ours does, fully optimized for this machine: a sum over all
// words, four streams, its own threads. It prints the 90th percentile of bins
// of 5 ms, which is the figure that MeasureBandwidth reports.
const cKernel = `
#define _GNU_SOURCE
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
static double now(void){struct timespec t;clock_gettime(CLOCK_MONOTONIC,&t);return t.tv_sec+1e-9*t.tv_nsec;}
static double cpu(void){struct timespec t;clock_gettime(CLOCK_THREAD_CPUTIME_ID,&t);return t.tv_sec+1e-9*t.tv_nsec;}
static uint64_t rd(const uint64_t*p,size_t n){size_t q=n/4;const uint64_t*a=p,*b=p+q,*c=p+2*q,*d=p+3*q;uint64_t s=0,t=0,u=0,v=0;
 for(size_t i=0;i<q;i++){s+=a[i];t+=b[i];u+=c[i];v+=d[i];}return s+t+u+v;}
static int T;static double len;static pthread_barrier_t bar;static volatile uint64_t sink;
struct job{char*p;size_t n;double sum;};
static void*work(void*x){struct job*j=x;pthread_barrier_wait(&bar);double t0=now(),c0,c1;size_t at=0;double B=0,C=0;
 while(now()-t0<len){c0=cpu();sink+=rd((uint64_t*)(j->p+at),(4<<20)/8);c1=cpu();at+=4<<20;if(at+(4<<20)>j->n)at=0;B+=4<<20;C+=c1-c0;}
 j->sum=B/C*1e-9;return 0;}
int main(int c,char**v){T=atoi(v[1]);size_t n=(size_t)atoi(v[2])<<20;len=atof(v[3]);
 char*p=mmap(0,n,PROT_READ|PROT_WRITE,MAP_ANON|MAP_PRIVATE,-1,0);if(p==MAP_FAILED)return 1;
#ifdef MADV_HUGEPAGE
 madvise(p,n,MADV_HUGEPAGE);
#endif
 memset(p,1,n);pthread_barrier_init(&bar,0,T);pthread_t t[256];struct job j[256];
 for(int i=0;i<T;i++){j[i].p=p+n/T*i;j[i].n=n/T;pthread_create(t+i,0,work,j+i);}
 double s=0;for(int i=0;i<T;i++){pthread_join(t[i],0);s+=j[i].sum;}printf("%.4f\n",s);return 0;}
`

func buildC(b *testing.B) string {
	b.Helper()
	compiler, err := exec.LookPath("cc")
	if err != nil {
		b.Skip("no C compiler here: nothing to compare with")
	}
	dir := b.TempDir()
	source, program := filepath.Join(dir, "read.c"), filepath.Join(dir, "read")
	if err := os.WriteFile(source, []byte(cKernel), 0o600); err != nil {
		b.Fatal(err)
	}
	if out, err := exec.Command(compiler, "-O3", "-march=native", "-pthread", "-o", program, source).CombinedOutput(); err != nil {
		b.Skipf("C kernel does not build here: %s", out)
	}
	return program
}

// BenchmarkAgainstC prints every kernel's speed divided by the C kernel's. Both
// are computed from their CPU time and run in turns, so that a busy or uneven
// machine affects both equally.
func BenchmarkAgainstC(b *testing.B) {
	program := buildC(b)
	size := 512
	buffer, err := mapMemory(size << 20)
	if err != nil {
		b.Fatal(err)
	}
	defer buffer.unmap()
	memory, err := faultIn(b.Context(), buffer.bytes, 2, enough)
	if err != nil {
		b.Fatal(err)
	}
	for _, threads := range []int{1, 2} {
		for _, k := range kernels() {
			b.Run(fmt.Sprintf("%s/threads=%d", k.name, threads), func(b *testing.B) {
				var ratios, ours []float64
				for b.Loop() {
					out, err := exec.Command(program, strconv.Itoa(threads), strconv.Itoa(size), "0.2").Output()
					if err != nil {
						b.Fatal(err)
					}
					c, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
					if err != nil {
						b.Fatal(err)
					}
					own := perCPUTime(readFor(k, memory, threads, 200*time.Millisecond))
					ours, ratios = append(ours, own), append(ratios, own/c)
				}
				b.ReportMetric(medianOf(ours), "GB/s")
				b.ReportMetric(medianOf(ratios), "of-C")
			})
		}
	}
}
