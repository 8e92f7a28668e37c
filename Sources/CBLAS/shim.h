// The part of OpenBLAS which mindstate calls. It is declared here and not taken from <cblas.h>: that name may be any
// BLAS's header on a machine with several, only OpenBLAS's tells the thread count and the kernel in use, and Debian's
// libopenblas-dev declares no LAPACK at all. `int` is OpenBLAS's default index (LP64).
#ifndef MINDSTATE_BLAS_SHIM_H
#define MINDSTATE_BLAS_SHIM_H

enum {
  MS_ROW_MAJOR = 101,
  MS_NO_TRANS = 111,
  MS_TRANS = 112,
  MS_LOWER = 122,
  MS_NON_UNIT = 131,
  MS_LEFT = 141,
};

void cblas_sgemm(int order, int trans_a, int trans_b, int m, int n, int k, float alpha, const float *a, int lda,
                 const float *b, int ldb, float beta, float *c, int ldc);
void cblas_dgemm(int order, int trans_a, int trans_b, int m, int n, int k, double alpha, const double *a, int lda,
                 const double *b, int ldb, double beta, double *c, int ldc);

void cblas_ssyrk(int order, int uplo, int trans, int n, int k, float alpha, const float *a, int lda, float beta,
                 float *c, int ldc);
void cblas_dsyrk(int order, int uplo, int trans, int n, int k, double alpha, const double *a, int lda, double beta,
                 double *c, int ldc);
void cblas_dtrsm(int order, int side, int uplo, int trans, int diag, int m, int n, double alpha, const double *a,
                 int lda, double *b, int ldb);

// LAPACK, by columns. The lengths that Fortran compilers pass behind the character arguments are left out, as all C
// callers of LAPACK do: each is one character, and no routine looks further.
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);
void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w, double *work,
             const int *lwork, int *iwork, const int *liwork, int *info);
void dgesdd_(const char *jobz, const int *m, const int *n, double *a, const int *lda, double *s, double *u,
             const int *ldu, double *vt, const int *ldvt, double *work, const int *lwork, int *iwork, int *info);
void spotrf_(const char *uplo, const int *n, float *a, const int *lda, int *info);
void strtri_(const char *uplo, const char *diag, const int *n, float *a, const int *lda, int *info);

void openblas_set_num_threads(int threads);
int openblas_get_num_threads(void);
char *openblas_get_corename(void);
char *openblas_get_config(void);

#endif
