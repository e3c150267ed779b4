// expect: limit: cpu; calls of the host in a tight loop
for (;;) hostfn(1);
