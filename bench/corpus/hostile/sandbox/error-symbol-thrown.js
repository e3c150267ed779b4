// expect: denied: what cannot be text
throw Symbol('thrown');
