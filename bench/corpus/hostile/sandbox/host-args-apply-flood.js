// expect: denied: a million arguments
hostfn.apply(null, {length: 5e6});
