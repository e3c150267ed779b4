// expect: limit: memory; rejections that nobody handles
for (;;) Promise.reject(new Error('x'));
