// expect: denied: a message of megabytes
throw new Error('x'.repeat(2e7));
