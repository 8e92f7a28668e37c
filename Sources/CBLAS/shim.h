// The part of OpenBLAS which mindstate calls. It is declared here and not taken from <cblas.h>: that name may be any
// BLAS's header on a machine with several, only OpenBLAS's tells the thread count and the kernel in use, and Debian's
// libopenblas-dev declares no LAPACK at all. `int` is OpenBLAS's default index (LP64).
#ifndef MINDSTATE_BLAS_SHIM_H
#define MINDSTATE_BLAS_SHIM_H

enum { MS_ROW_MAJOR = 101, MS_NO_TRANS = 111, MS_TRANS = 112 };

void cblas_sgemm(int order, int trans_a, int trans_b, int m, int n, int k, float alpha, const float *a, int lda,
                 const float *b, int ldb, float beta, float *c, int ldc);
void cblas_dgemm(int order, int trans_a, int trans_b, int m, int n, int k, double alpha, const double *a, int lda,
                 const double *b, int ldb, double beta, double *c, int ldc);

void openblas_set_num_threads(int threads);
int openblas_get_num_threads(void);
char *openblas_get_corename(void);
char *openblas_get_config(void);

#endif
