/*
 * Many of these tests are about time, on machines that may pause. In CI one that failed is tried once more, with its first failure
 * printed; what is wrong fails twice.
 */
if (process.env.CI) jest.retryTimes(1, { logErrorsBeforeRetry: true });
